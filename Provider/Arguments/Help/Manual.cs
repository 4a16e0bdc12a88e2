using System.Collections.Immutable;

namespace Provider.Arguments.Help;

/// <summary>What there is to tell of a command: help, the manual page and the shells' completion are made of it.</summary>
/// <param name="Program">The name of the program.</param>
/// <param name="Name">The verb; empty for the command without one.</param>
/// <param name="Purpose">What it does, in a sentence.</param>
/// <param name="Arguments">What it takes beside flags.</param>
/// <param name="Groups">Its flags below their headings.</param>
/// <param name="Texts">What the command line itself does not say.</param>
internal sealed record Manual(
    string Program, string Name, string Purpose, ImmutableArray<ManualArgument> Arguments, ImmutableArray<ManualGroup> Groups, ManualTexts Texts)
{
    /// <summary>Program and verb, as typed.</summary>
    public string Command => Name.Length > 0 ? $"{Program} {Name}" : Program;

    /// <summary>Every flag.</summary>
    public IEnumerable<ManualFlag> Flags => Groups.SelectMany(group => group.Flags);

    /// <summary>The command as it is typed, in short.</summary>
    public string Usage => string.Join(
        ' ', new[] { Command }.Concat(Arguments.Select(argument => argument.IsRepeated ? argument.Name + "..." : argument.Name))
            .Concat(Flags.Where(flag => flag.IsRequired).Select(flag => flag.Synopsis)).Append("[flags]"));
}

/// <summary>An argument.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What it is.</param>
/// <param name="IsRepeated">Whether there may be several.</param>
/// <param name="Values">All it may be; empty for a path.</param>
internal sealed record ManualArgument(string Name, string Purpose, bool IsRepeated, ImmutableArray<string> Values);

/// <summary>Flags below a heading.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Flags">The flags.</param>
internal sealed record ManualGroup(string Title, ImmutableArray<ManualFlag> Flags);

/// <summary>A flag.</summary>
/// <param name="Name">Its name, with its hyphens.</param>
/// <param name="Value">What stands for its value; empty where it needs none.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Default">What holds without it; none where that goes without saying.</param>
/// <param name="Range">What the value may be; none when the purpose says all.</param>
/// <param name="Variable">The environment variable that stands in for it.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Values">All that the value may be, or the usual ones.</param>
internal sealed record ManualFlag(
    string Name, string Value, string Purpose, string? Default, string? Range, string? Variable, bool IsRequired, ImmutableArray<string> Values)
{
    /// <summary>The flag that every command has.</summary>
    public static ManualFlag Help { get; } = new("--help", "", "Show this help.", null, null, null, false, []);

    /// <summary>The flag as it is typed.</summary>
    public string Synopsis => Value.Length > 0 ? $"{Name} {Value}" : Name;

    /// <summary>Whether its value is a path.</summary>
    public bool IsPath => Value == "PATH";
}
