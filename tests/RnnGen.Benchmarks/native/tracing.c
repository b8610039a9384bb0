/* Counts instructions one by one: the processor's trap flag raises SIGTRAP after each, and the handler notes where the
   next one lies. Linux on x86-64. Nothing but the calling thread is counted. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>

#define API __attribute__((visibility("default"), noinline))

enum { Slots = 1 << 18 }; /* a power of 2; twice as many as there are addresses in the largest job */

static uint64_t addresses[Slots];
static int64_t counts[Slots];
static sigset_t before;

static void trapped(int signal, siginfo_t *info, void *context) {
    uint64_t next = (uint64_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    uint64_t slot = next * 0x9E3779B97F4A7C15u >> 46;
    for (int tries = 0; tries < Slots && addresses[slot] != next && addresses[slot]; tries++) slot = (slot + 1) % Slots;
    addresses[slot] = next;
    counts[slot]++;
}

/* All other signals wait: .NET stops threads by one, and a flag that is set while its handler runs ends the process. */
API void trace_begin(void) {
    static struct sigaction action = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigset_t others;
    memset(addresses, 0, sizeof addresses);
    memset(counts, 0, sizeof counts);
    sigfillset(&others);
    sigdelset(&others, SIGTRAP);
    pthread_sigmask(SIG_SETMASK, &others, &before);
    sigaction(SIGTRAP, &action, 0); /* for good: nothing else of this process uses it */
    __asm__ volatile("pushfq; orq $0x100, (%%rsp); popfq" ::: "memory", "cc");
}

API void trace_end(void) {
    __asm__ volatile("pushfq; andq $~0x100, (%%rsp); popfq" ::: "memory", "cc");
    pthread_sigmask(SIG_SETMASK, &before, 0);
}

/* The addresses passed since trace_begin and how often each was; returns how many there are. Both arrays have room for
   trace_room() numbers. */
API int trace_read(uint64_t *address, int64_t *count) {
    int found = 0;
    for (int slot = 0; slot < Slots; slot++) {
        if (!addresses[slot]) continue;
        address[found] = addresses[slot];
        count[found++] = counts[slot];
    }
    return found;
}

API int trace_room(void) { return Slots; }
