using System.Collections.Immutable;

namespace Provider.Model;

/// <summary>The fields of a secret's value that become files.</summary>
internal sealed record FieldSelection(FieldSyntax Syntax, ImmutableArray<FieldFile> Files);

/// <summary>A field of a secret's value, and the file that it becomes.</summary>
internal sealed record FieldFile(FieldPath Field, VolumePath Path, FilePermission Permission);

/// <summary>The path to a field, as text and as steps.</summary>
internal sealed record FieldPath(string Text, ImmutableArray<FieldStep> Steps);

/// <summary>One step of the path to a field: into a mapping by key, or into a list by index.</summary>
// Key: null for a list only. Index: counted from the end if negative; null for a mapping only.
internal readonly record struct FieldStep(string? Key, int? Index)
{
    public override string ToString() => Key ?? $"[{Index}]";
}

/// <summary>The syntax of a value with fields.</summary>
internal enum FieldSyntax
{
    Json,
    Yaml,
}
