using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RnnGen.Benchmarks.Timing;

/// <summary>
/// The time this thread has spent on a core, where the system tells it: what other processes take is not counted, and
/// nothing measured here works on a second thread. Elsewhere the time that has passed.
/// </summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>What the clock counts, for the reports.</summary>
    public static string Description => OperatingSystem.IsLinux() ? "time of the thread on its core" : "time passed";

    /// <summary>The clock's reading; only differences mean something.</summary>
    public static TimeSpan Now
    {
        get
        {
            // A reading costs some hundred nanoseconds, against slices of milliseconds.
            if (!OperatingSystem.IsLinux() || ReadClock(ThreadCpuTime, out TimeSpecification time) != 0)
            {
                return Stopwatch.GetElapsedTime(0);
            }

            return TimeSpan.FromTicks(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / TimeSpan.NanosecondsPerTick);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out TimeSpecification time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
