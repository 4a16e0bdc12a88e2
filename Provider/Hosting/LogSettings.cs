namespace Provider.Hosting;

/// <summary>The log filters of klog's verbosities.</summary>
internal static class LogSettings
{
    private const int Details = 2;

    private const int Everything = 5;

    /// <summary>The filters for a verbosity: the framework logs warnings only, up to the highest verbosity.</summary>
    public static LoggerFilterOptions Filters(int verbosity)
    {
        var own = verbosity >= Everything ? LogLevel.Trace : verbosity >= Details
            ? LogLevel.Debug
            : LogLevel.Information;
        var filters =
            new LoggerFilterOptions { MinLevel = verbosity >= Everything ? LogLevel.Information : LogLevel.Warning };
        filters.Rules.Add(new LoggerFilterRule(null, nameof(Provider), own, null));
        // A failed start is logged once, by the provider, with the name of the port.
        filters.Rules.Add(
            new LoggerFilterRule(null, "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None, null));
        filters.Rules.Add(
            new LoggerFilterRule(typeof(Http2ErrorWatch).FullName, Http2ErrorWatch.Prefix, LogLevel.Debug, null));
        return filters;
    }
}
