using System.Collections.Immutable;
using Provider.Hosting;

namespace Provider.Arguments;

/// <summary>The actions of the daemon's command line.</summary>
internal enum DaemonAction
{
    Serve,

    Help,

    Version,
}

/// <summary>The daemon's parsed arguments.</summary>
internal sealed record DaemonArguments(
    DaemonAction Action, ServeOptions Options, ImmutableArray<string> Ignored, ImmutableArray<string> Unread,
    ImmutableArray<string> Problems)
{
    public string Flags { get; init; } = "";
}
