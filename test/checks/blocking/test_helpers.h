// What a test includes, and a program does not.
#pragma once
void slowly();
