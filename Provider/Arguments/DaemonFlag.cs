using System.Collections.Immutable;
using Provider.Hosting;

namespace Provider.Arguments;

/// <summary>A flag of the daemon: the form of its value, the option that it sets, and its help.</summary>
internal sealed record DaemonFlag(string Name, FlagType Type, string Group, string Purpose)
{
    /// <summary>Sets the value; null if it is of the right type but not valid.</summary>
    public Func<ServeOptions, string, ServeOptions?> Set { get; init; } = (options, _) => options;

    /// <summary>The default, as in help; null for a switch that is off.</summary>
    public string? Default { get; init; }

    /// <summary>The valid values, as the words after "must be"; null for all of its type.</summary>
    public string? Rule { get; init; }

    public string? Variable { get; init; }

    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Whether it is accepted only for compatibility with the Go provider.</summary>
    public bool IsIgnored { get; init; }

    public bool IsHidden { get; init; }

    /// <summary>The name in help and messages: Go takes one hyphen or two, and klog's is known as <c>-v</c>.</summary>
    public string Shown => (Name.Length == 1 ? "-" : "--") + Name;

    public string Format => Rule ?? Type.Format;
}
