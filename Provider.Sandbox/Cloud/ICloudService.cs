namespace Provider.Sandbox.Cloud;

/// <summary>
/// A service of the cloud: takes a call, returns its response. Sockets, TLS, faults and the log are others' work.
/// </summary>
internal interface ICloudService
{
    string Name { get; }

    bool IsKnown(string host);

    CloudResponse Respond(RecordedCall call);
}
