using System.Collections.Immutable;
using Provider.Hosting;

namespace Provider.Arguments;

/// <summary>What the daemon is started to do.</summary>
internal enum DaemonAction
{
    /// <summary>Serve the driver.</summary>
    Serve,

    /// <summary>Print help.</summary>
    Help,

    /// <summary>Print the version.</summary>
    Version,
}

/// <summary>The daemon's arguments, read.</summary>
internal sealed record DaemonArguments(
    DaemonAction Action, ServeOptions Options, ImmutableArray<string> Ignored, ImmutableArray<string> Unread,
    ImmutableArray<string> Problems)
{
    /// <summary>The flags that were given with their values, for the log line of the start.</summary>
    public string Flags { get; init; } = "";
}
