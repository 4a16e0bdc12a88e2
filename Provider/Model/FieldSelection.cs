using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>Which fields of a secret's value become files.</summary>
internal sealed record FieldSelection(FieldSyntax Syntax, ImmutableArray<FieldFile> Files);

/// <summary>A field of a secret's value, and the file that it becomes.</summary>
internal sealed record FieldFile(FieldPath Field, VolumePath Path, FilePermission Permission);

/// <summary>The way to a field, as it was written and step by step.</summary>
internal sealed record FieldPath(string Text, ImmutableArray<FieldStep> Steps);

/// <summary>One step on the way to a field: into a mapping by its key, into a list by its index.</summary>
// Key: null where only a list can be meant.
// Index: from the end where it is negative; null where only a mapping can be meant.
internal readonly record struct FieldStep(string? Key, int? Index)
{
    public override string ToString() => Key ?? $"[{Index}]";
}

/// <summary>What a value must be for its fields to be read.</summary>
internal enum FieldSyntax
{
    Json,
    Yaml,
}
