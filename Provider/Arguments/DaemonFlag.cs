using System.Collections.Immutable;
using Provider.Hosting;

namespace Provider.Arguments;

/// <summary>A flag of the daemon: how its value is written, what it sets, and what help shows of it.</summary>
internal sealed record DaemonFlag(string Name, FlagType Type, string Group, string Purpose)
{
    /// <summary>Sets the value; null when it is of the right type and still not acceptable.</summary>
    public Func<ServeOptions, string, ServeOptions?> Set { get; init; } = (options, _) => options;

    /// <summary>The value that holds without it, as help shows it; null for a switch that is off.</summary>
    public string? Default { get; init; }

    /// <summary>What an acceptable value must be, after "must be"; null for any of its type.</summary>
    public string? Rule { get; init; }

    public string? Variable { get; init; }

    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Whether it is accepted for the Go provider's sake only.</summary>
    public bool IsIgnored { get; init; }

    public bool IsHidden { get; init; }

    /// <summary>The name in help and messages: Go takes one hyphen or two, and klog's is known as <c>-v</c>.</summary>
    public string Shown => (Name.Length == 1 ? "-" : "--") + Name;

    public string Format => Rule ?? Type.Format;
}
