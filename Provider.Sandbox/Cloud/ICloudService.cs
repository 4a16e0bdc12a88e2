namespace Provider.Sandbox.Cloud;

/// <summary>
/// A service of the cloud: maps a call to a response. Sockets, TLS, faults and the log are handled elsewhere.
/// </summary>
internal interface ICloudService
{
    string Name { get; }

    bool IsKnown(string host);

    CloudResponse Respond(RecordedCall call);
}
