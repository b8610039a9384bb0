namespace RnnGen.Reference;

/// <summary>The checks at the entry of every public method: each names the argument, what was given and what is wanted.</summary>
internal static class Require
{
    public static void Size(int given, int least, string name)
    {
        if (given < least)
        {
            throw new ArgumentOutOfRangeException(name, given, $"{name} must be at least {least}; {given} was given.");
        }
    }

    public static void Length(int given, long wanted, string name, string shape)
    {
        if (given != wanted)
        {
            throw new ArgumentException($"{name} must hold {shape} = {wanted} numbers; it holds {given}.", name);
        }
    }

    /// <summary>Returns how many steps a window of inputs has.</summary>
    public static int WholeSteps(int given, int N, string name)
    {
        if (given == 0 || given % N != 0)
        {
            throw new ArgumentException($"{name} must hold N = {N} numbers for each of one or more steps; it holds {given}.", name);
        }

        return given / N;
    }

    public static void Labels(ReadOnlySpan<int> labels, int K, string name)
    {
        if (labels.IsEmpty)
        {
            throw new ArgumentException($"{name} must hold one label for each of one or more steps; it holds 0.", name);
        }

        for (int t = 0; t < labels.Length; t++)
        {
            if (labels[t] < 0 || labels[t] >= K)
            {
                throw new ArgumentOutOfRangeException(name, labels[t], $"{name}[{t}] must be from 0 to K - 1 = {K - 1}; {labels[t]} was given.");
            }
        }
    }
}
