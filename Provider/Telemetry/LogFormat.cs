namespace Provider.Telemetry;

/// <summary>The formats of log lines.</summary>
internal enum LogFormat
{
    /// <summary>As klog's structured lines: <c>I1231 23:59:59.000000 1 Mounting] "mounted" pod="ns/name"</c>.</summary>
    Text,

    Json,
}
