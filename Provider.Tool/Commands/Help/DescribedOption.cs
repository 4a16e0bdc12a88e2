using System.CommandLine;

namespace Provider.Tool.Commands.Help;

/// <summary>What help and completion show of a flag in addition to its name, description and default.</summary>
internal interface IDescribed
{
    string Group { get; }

    /// <summary>The valid values, such as <c>0 to 65535</c>; null when the description has them.</summary>
    string? Range { get; }

    /// <summary>The default in words, where it is not a fixed value.</summary>
    string? DefaultText { get; }

    /// <summary>The environment variable with the same meaning; null without one.</summary>
    string? Variable { get; }

    bool IsPath { get; }
}

/// <summary>A flag with what help and completion show of it.</summary>
internal sealed class DescribedOption<T>(string name) : Option<T>(name), IDescribed
{
    public string Group { get; set; } = "Flags";

    public string? Range { get; set; }

    public string? DefaultText { get; init; }

    public string? Variable { get; init; }

    public bool IsPath { get; init; }
}
