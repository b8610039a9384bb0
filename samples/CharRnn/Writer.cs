namespace CharRnn;

/// <summary>Writes as the network would: draws a character from p, hands it back as the next input, and so on.</summary>
internal sealed class Writer(CharModel net, int seed)
{
    private readonly CharModel.Runner _runner = new(net);
    private readonly OneHot _oneHot = new();
    private readonly Random _random = new(seed);
    private readonly float[] _p = new float[CharModel.K];

    /// <summary>Draws <paramref name="length"/> characters after <paramref name="opening"/>.</summary>
    /// <param name="opening">What the network reads first; at least one character.</param>
    /// <param name="length">Number of characters to draw.</param>
    /// <param name="temperature">Above 0: below 1 the likely becomes likelier, above 1 everything more alike.</param>
    public IEnumerable<char> Write(string opening, int length, float temperature)
    {
        _runner.Reset();
        foreach (int symbol in Alphabet.Encode(opening))
        {
            Read(symbol);
        }

        for (int i = 0; i < length; i++)
        {
            int symbol = Draw(temperature);
            yield return Alphabet.Decode(symbol);
            Read(symbol);
        }
    }

    private void Read(int symbol) => _runner.Step(_oneHot[[symbol]], _p);

    /// <summary>A symbol, with a probability in proportion to p to the power of 1/temperature.</summary>
    private int Draw(float temperature)
    {
        double largest = _p.Max(); // a weight of 1 for the likeliest, so that not all of them vanish when it is cold
        double[] weights = Array.ConvertAll(_p, p => Math.Pow(p / largest, 1 / temperature));
        double left = _random.NextDouble() * weights.Sum();
        int symbol = 0;
        while (symbol < weights.Length - 1 && (left -= weights[symbol]) >= 0)
        {
            symbol++;
        }

        return symbol;
    }
}
