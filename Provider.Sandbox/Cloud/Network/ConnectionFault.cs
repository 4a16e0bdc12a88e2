namespace Provider.Sandbox.Cloud.Network;

/// <summary>The faults of a connection through the proxy, as a closed set.</summary>
internal abstract record ConnectionFault
{
    private ConnectionFault()
    {
    }

    /// <summary>The connection is reset before the response.</summary>
    internal sealed record Refuse : ConnectionFault;

    /// <summary>The tunnel is closed after the server has sent so many bytes.</summary>
    internal sealed record CloseAfter(long Bytes) : ConnectionFault;

    /// <summary>The connection is accepted, and no response is sent.</summary>
    internal sealed record Hang : ConnectionFault;

    /// <summary>The tunnel is opened, and its server never sends anything: a handshake that does not end.</summary>
    internal sealed record Silence : ConnectionFault;
}
