using RnnGen;

namespace Digits;

/// <summary>Reads an 8×8 digit one row of pixels at a time; after each row it says which of the ten digits it is.</summary>
[ElmanRnn(N: 8, H: 32, K: 10, T: 8)]
public sealed partial class DigitReader;
