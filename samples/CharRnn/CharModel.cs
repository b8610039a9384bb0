using RnnGen;

namespace CharRnn;

/// <summary>Reads a text character by character and says, after each, how likely every next one is.</summary>
[ElmanRnn(N: Alphabet.Size, H: 128, K: Alphabet.Size, T: 32)]
public sealed partial class CharModel;
