using System.Collections.Frozen;

namespace Provider.Tool.Checking;

/// <summary>The shape that a schema requires of a part of a manifest.</summary>
internal abstract record Shape
{
    internal sealed record Anything : Shape;

    internal sealed record Text : Shape;

    /// <summary>A mapping of text to text, such as labels.</summary>
    internal sealed record TextMap(bool TakesNull) : Shape;

    internal sealed record List(Shape Item) : Shape;

    /// <summary>A mapping with the fields that the schema names.</summary>
    internal sealed record Fields(FrozenDictionary<string, Shape> ByName) : Shape
    {
        public static Fields Of(params (string Name, Shape Shape)[] fields) =>
            new(fields.ToFrozenDictionary(field => field.Name, field => field.Shape));
    }
}
