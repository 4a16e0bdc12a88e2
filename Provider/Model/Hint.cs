namespace Provider.Model;

/// <summary>
/// Something in a request that does not fail the mount, but probably does not do what its author meant.
/// </summary>
internal sealed record Hint(HintKind Kind, ProblemPlace Place, string What, string Fix)
{
    public override string ToString() => $"{Place} {What}. {Fix}";
}

/// <summary>The kinds of hints.</summary>
internal enum HintKind
{
    /// <summary>Another parameter makes this one have no effect.</summary>
    Ignored,

    /// <summary>A field of an entry in another spelling than the documented one, which is not read.</summary>
    FieldSpelling,
}
