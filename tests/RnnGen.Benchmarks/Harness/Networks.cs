namespace RnnGen.Benchmarks.Harness;

/// <summary>Shape A, compiled with the program.</summary>
[ElmanRnn(N: 1, H: 8, K: 2, T: 32)]
public sealed partial class NetworkA;

/// <summary>Shape D, compiled with the program.</summary>
[ElmanRnn(N: 28, H: 64, K: 10, T: 28)]
public sealed partial class NetworkD;

/// <summary>Shape E, compiled with the program.</summary>
[ElmanRnn(N: 64, H: 128, K: 64, T: 32)]
public sealed partial class NetworkE;
