namespace Provider.Model;

/// <summary>Something in a request that must be changed before it can be mounted: where, what, how.</summary>
internal sealed record Problem(ErrorCode Code, ProblemPlace Place, string What, string Fix)
{
    public override string ToString() => $"{Place}: {What}. {Fix}";
}

/// <summary>
/// Where in a request a problem is, in the words of the SecretProviderClass that the user edits. <c>EntryIndex</c>:
/// the entry of <c>objects</c>, counted from 0; null for the parameter as a whole.
/// </summary>
internal sealed record ProblemPlace(
    string Parameter,
    int? EntryIndex = null,
    string? ObjectName = null,
    string? Field = null,
    TextPosition? Position = null)
{
    public override string ToString()
    {
        var entry = EntryIndex is { } index ? $"{Parameter}[{index}]" : Parameter;
        var name = string.IsNullOrEmpty(ObjectName) ? "" : " " + Quoted.Text(ObjectName);
        var field = Field is null ? "" : " " + Field;
        var line = EntryIndex is null && Position is { } position
            ? $" (line {position.Line}, column {position.Column})"
            : "";
        return entry + name + field + line;
    }
}

/// <summary>A place in a text.</summary>
internal readonly record struct TextPosition(long Line, long Column);
