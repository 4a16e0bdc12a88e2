using System.Collections.Immutable;

namespace Provider.Arguments.Help;

/// <summary>The description of a command: the source of help, manual page and shell completion.</summary>
internal sealed record Manual(
    string Program, string Name, string Purpose, ImmutableArray<ManualArgument> Arguments,
    ImmutableArray<ManualGroup> Groups, ManualTexts Texts)
{
    public string Command => Name.Length > 0 ? $"{Program} {Name}" : Program;

    public IEnumerable<ManualFlag> Flags => Groups.SelectMany(group => group.Flags);

    public string Usage => string.Join(
        ' ', new[] { Command }.Concat(
            Arguments.Select(argument => argument.IsRepeated ? argument.Name + "..." : argument.Name))
            .Concat(Flags.Where(flag => flag.IsRequired).Select(flag => flag.Synopsis)).Append("[flags]"));
}

/// <summary>An argument.</summary>
internal sealed record ManualArgument(string Name, string Purpose, bool IsRepeated, ImmutableArray<string> Values);

/// <summary>Flags below a heading.</summary>
internal sealed record ManualGroup(string Title, ImmutableArray<ManualFlag> Flags);

/// <summary>A flag. <c>Default</c> and <c>Range</c> are null where they are obvious.</summary>
internal sealed record ManualFlag(
    string Name, string Value, string Purpose, string? Default, string? Range, string? Variable, bool IsRequired,
    ImmutableArray<string> Values)
{
    public static ManualFlag Help { get; } = new("--help", "", "Show this help.", null, null, null, false, []);

    public string Synopsis => Value.Length > 0 ? $"{Name} {Value}" : Name;

    public bool IsPath => Value == "PATH";
}

/// <summary>The exit statuses and the examples of a command.</summary>
internal sealed record ManualTexts(
    ImmutableArray<(int Status, string Meaning)> Statuses, ImmutableArray<(string Purpose, string Line)> Examples);
