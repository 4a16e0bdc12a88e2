namespace Provider.Model;

/// <summary>Where in a request a problem stands, in the words of the SecretProviderClass that the user edits.</summary>
/// <param name="Parameter">The parameter's name, such as <c>keyvaultName</c> or <c>objects</c>.</param>
/// <param name="EntryIndex">The entry of <c>objects</c>, counted from 0; none for the parameter as a whole.</param>
/// <param name="ObjectName">The entry's object name, where it has one.</param>
/// <param name="Field">The entry's field.</param>
/// <param name="Position">Where in the parameter's own text.</param>
internal sealed record ProblemPlace(
    string Parameter,
    int? EntryIndex = null,
    string? ObjectName = null,
    string? Field = null,
    TextPosition? Position = null)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var entry = EntryIndex is { } index ? $"{Parameter}[{index}]" : Parameter;
        var name = string.IsNullOrEmpty(ObjectName) ? "" : " " + Quoted.Text(ObjectName);
        var field = Field is null ? "" : " " + Field;
        var line = EntryIndex is null && Position is { } position ? $" (line {position.Line}, column {position.Column})" : "";
        return entry + name + field + line;
    }
}

/// <summary>A place in a text.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
internal readonly record struct TextPosition(long Line, long Column);
