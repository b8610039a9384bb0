namespace CharRnn;

/// <summary>Characters as the network wants them: one row each, all 0 but for a 1 at the character's index.</summary>
internal sealed class OneHot
{
    private readonly float[] _rows = new float[CharModel.T * CharModel.N];
    private readonly int[] _ones = new int[CharModel.T];
    private int _count;

    /// <summary>The rows of at most T characters; they are overwritten by the next call.</summary>
    public ReadOnlySpan<float> this[ReadOnlySpan<int> symbols]
    {
        get
        {
            // Only the ones of last time need clearing: T stores instead of T × N.
            foreach (int one in _ones.AsSpan(0, _count))
            {
                _rows[one] = 0;
            }

            _count = symbols.Length;
            for (int t = 0; t < _count; t++)
            {
                _ones[t] = t * CharModel.N + symbols[t];
                _rows[_ones[t]] = 1;
            }

            return _rows.AsSpan(0, _count * CharModel.N);
        }
    }
}
