using System.Collections.Immutable;
using Provider.Hosting;

namespace Provider.Arguments;

/// <summary>What the daemon is started to do.</summary>
internal enum DaemonAction
{
    Serve,

    Help,

    Version,
}

/// <summary>The daemon's arguments, read.</summary>
internal sealed record DaemonArguments(
    DaemonAction Action, ServeOptions Options, ImmutableArray<string> Ignored, ImmutableArray<string> Unread,
    ImmutableArray<string> Problems)
{
    public string Flags { get; init; } = "";
}
