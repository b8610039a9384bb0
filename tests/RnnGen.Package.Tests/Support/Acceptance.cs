namespace RnnGen.Package.Tests.Support;

/// <summary>Whether this run is to write down what it sees as right, in place of comparing.</summary>
internal static class Acceptance
{
    public const string HowTo = "If that is meant, run this test with RNNGEN_ACCEPT=1 and commit what it writes.";

    public static readonly bool On = Environment.GetEnvironmentVariable("RNNGEN_ACCEPT") == "1";
}
