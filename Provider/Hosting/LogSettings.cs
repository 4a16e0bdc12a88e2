namespace Provider.Hosting;

/// <summary>What klog's verbosity means here.</summary>
internal static class LogSettings
{
    /// <summary>From this verbosity on, details of each call are logged.</summary>
    private const int Details = 2;

    /// <summary>From this verbosity on, everything is.</summary>
    private const int Everything = 5;

    /// <summary>Sets the filters. The framework's own lines stay at warnings until everything is asked for.</summary>
    public static ILoggingBuilder Apply(ILoggingBuilder logging, int verbosity)
    {
        var own = verbosity >= Everything ? LogLevel.Trace : verbosity >= Details
            ? LogLevel.Debug
            : LogLevel.Information;
        var framework = verbosity >= Everything ? LogLevel.Information : LogLevel.Warning;
        return logging.SetMinimumLevel(framework).AddFilter(nameof(Provider), own)
            // A failed start is logged once, by us, in words that name the port.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
