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
/// <param name="Action">What to do; nothing when there is a problem.</param>
/// <param name="Options">What the operator chose, in arguments and environment.</param>
/// <param name="Ignored">Flags that were given and have no effect, as help shows them.</param>
/// <param name="Unread">The words from the first one that is not a flag on, which Go's <c>flag</c> does not read.</param>
/// <param name="Problems">What is wrong with the arguments, each a sentence.</param>
internal sealed record DaemonArguments(
    DaemonAction Action, ServeOptions Options, ImmutableArray<string> Ignored, ImmutableArray<string> Unread, ImmutableArray<string> Problems);
