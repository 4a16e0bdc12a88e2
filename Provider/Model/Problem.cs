namespace Provider.Model;

/// <summary>Something in a request that must be changed before it can be mounted: where it is, what it is, what to do.</summary>
/// <param name="Code">The kind of failure.</param>
/// <param name="Place">Where the offending text stands.</param>
/// <param name="What">What is wrong, as a clause without its full stop.</param>
/// <param name="Fix">What to write instead, as a sentence.</param>
internal sealed record Problem(ErrorCode Code, ProblemPlace Place, string What, string Fix)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {What}. {Fix}";
}
