using Provider.Model;

namespace Provider.Content.Fields;

/// <summary>The values that a mount parsed last: entries that read one field each of a secret parse it once.</summary>
internal sealed class ParsedValues
{
    // A value of 24 KB can become a tree of a few megabytes.
    private const int Capacity = 4;

    // The oldest first.
    private readonly Queue<Parsed> parsed = new(Capacity);

    /// <exception cref="UnreadableContentException">It is not of the syntax.</exception>
    // value: compared by reference; one read has one object.
    public FieldNode Root(SecretText value, FieldSyntax syntax)
    {
        if (parsed.FirstOrDefault(one => ReferenceEquals(one.Value, value) && one.Syntax == syntax) is { } known)
        {
            return known.Root;
        }

        var root = Parse(value.Reveal(), syntax);
        if (parsed.Count == Capacity)
        {
            parsed.Dequeue();
        }

        parsed.Enqueue(new Parsed(value, syntax, root));
        return root;
    }

    private static FieldNode Parse(string value, FieldSyntax syntax)
    {
        if (syntax == FieldSyntax.Yaml)
        {
            return YamlValue.Parse(value);
        }

        using var json = JsonValue.Parse(value);
        return new JsonValue(json.RootElement.Clone());
    }

    private sealed record Parsed(SecretText Value, FieldSyntax Syntax, FieldNode Root);
}
