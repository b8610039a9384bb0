namespace RnnGen.Generator;

/// <summary>Names of the pipeline's steps, for tests that assert what an edit runs again.</summary>
internal static class TrackingNames
{
    /// <summary>Attribute and symbol read into a value.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>Diagnostics of a target that cannot be generated.</summary>
    public const string Diagnostics = nameof(Diagnostics);

    /// <summary>The request for one network.</summary>
    public const string Spec = nameof(Spec);

    /// <summary>Hint names that differ only by case and so need a number.</summary>
    public const string Collisions = nameof(Collisions);

    /// <summary>The text of one network.</summary>
    public const string Emit = nameof(Emit);
}
