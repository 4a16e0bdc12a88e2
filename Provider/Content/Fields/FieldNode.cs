using Provider.Model;

namespace Provider.Content.Fields;

/// <summary>A value in a secret's JSON or YAML.</summary>
internal abstract class FieldNode
{
    public abstract FieldKind Kind { get; }

    /// <summary>The keys of a mapping, in their order.</summary>
    public abstract IEnumerable<string> Keys { get; }

    /// <summary>Whether it is clearly meant as text with keys, as the value of a secret.</summary>
    public virtual bool IsStructured => true;

    /// <summary>Whether the keys of a mapping are clearly meant as keys.</summary>
    public virtual bool HasNames => true;

    public abstract int Length { get; }

    /// <summary>The value of a mapping's key, the last one of duplicates; null without the key.</summary>
    public abstract FieldNode? Find(string key);

    public abstract FieldNode Item(int index);

    /// <summary>The value as a file holds it: text as it is, everything else as JSON.</summary>
    /// <exception cref="UnreadableContentException">It is larger than a file may be.</exception>
    // room: the most bytes of JSON that are made of nodes.
    public abstract string Text(int room);
}

/// <summary>The kinds of values.</summary>
internal enum FieldKind
{
    Mapping,
    List,
    Null,

    Scalar,
}
