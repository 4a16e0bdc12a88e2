namespace Provider.Sandbox.Cloud.Network;

/// <summary>What goes wrong with a connection through the proxy, as a closed set.</summary>
internal abstract record ConnectionFault
{
    private ConnectionFault()
    {
    }

    /// <summary>The connection is reset before the response.</summary>
    internal sealed record Refuse : ConnectionFault;

    /// <summary>The tunnel is cut once the far side has sent so many bytes.</summary>
    internal sealed record CloseAfter(long Bytes) : ConnectionFault;

    /// <summary>The connection is accepted, and nothing is ever said.</summary>
    internal sealed record Hang : ConnectionFault;

    /// <summary>The tunnel is granted, and its far side never says anything: a handshake that does not end.</summary>
    internal sealed record Silence : ConnectionFault;
}
