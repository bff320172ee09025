// REQUIRES: libevent
// RUN: %check-tidy %s async-blocking-call
// libevent as its model knows it, against the installed headers.

#include <event2/bufferevent.h>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <event2/util.h>
#include <netdb.h>
#include <unistd.h>

void bad_tick(evutil_socket_t, short, void *base) {
  usleep(1000);
  // CHECK: [[#@LINE-1]]:3: warning: 'usleep' blocks its thread for the whole delay
  // CHECK: note: handed to 'event_new' here
  // CHECK: note: use instead: a timer event
  event_base_loop(static_cast<event_base *>(base), EVLOOP_ONCE);
  // CHECK: [[#@LINE-1]]:3: warning: 'event_base_loop' blocks its thread until the inner loop
  // CHECK: note: handed to 'event_new' here
  // CHECK: note: use instead
  event_base_loop(static_cast<event_base *>(base), EVLOOP_NONBLOCK);
}

event *timer(event_base *base) {
  return evtimer_new(base, bad_tick, base); // a macro around event_new
}

void bad_request(evhttp *server, evdns_base *resolver) {
  evhttp_set_gencb(
      server,
      [](evhttp_request *, void *) {
        evutil_addrinfo *found = nullptr;
        evutil_getaddrinfo("example.org", "80", nullptr, &found);
        // CHECK: [[#@LINE-1]]:9: warning: 'evutil_getaddrinfo' blocks its thread until the name
        // CHECK: note: handed to 'evhttp_set_gencb' here
        // CHECK: note: use instead: evdns_getaddrinfo
      },
      resolver);
}

void read_some(bufferevent *peer, void *resolver) {
  bufferevent_socket_connect_hostname(peer, nullptr, AF_INET, "example.org", 80);
  // CHECK: [[#@LINE-1]]:3: warning: {{.*}} blocks its thread until the name is resolved
  // CHECK: note: handed to 'bufferevent_setcb' here
  // CHECK: note: use instead
  bufferevent_socket_connect_hostname(peer, static_cast<evdns_base *>(resolver), AF_INET, "a", 80);
}

void watch(bufferevent *peer, evdns_base *resolver) {
  bufferevent_setcb(peer, read_some, nullptr, nullptr, resolver);
}

int ok_main(event_base *base) {
  usleep(1000);
  return event_base_dispatch(base);
}
