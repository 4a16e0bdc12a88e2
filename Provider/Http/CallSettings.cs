using Azure.Core;
using Azure.Core.Pipeline;

namespace Provider.Http;

/// <summary>What every client of Azure's libraries is set up with: transport, retries, user agent.</summary>
/// <param name="transport">The connection pool to use.</param>
/// <param name="userAgent">How the provider names itself.</param>
/// <param name="time">The clock of the retries.</param>
/// <param name="logger">Takes their lines.</param>
internal sealed class CallSettings(HttpPipelineTransport transport, string userAgent, TimeProvider time, ILogger logger)
{
    /// <summary>Sets up a client's options.</summary>
    /// <param name="options">The options, new.</param>
    /// <param name="rules">What is worth another try at the client's endpoint.</param>
    /// <returns>The same options.</returns>
    public T Apply<T>(T options, RetryRules rules)
        where T : ClientOptions
    {
        options.Transport = transport;
        options.RetryPolicy = new PollyRetryPolicy(rules, time, logger);
        options.Retry.NetworkTimeout = rules.TryTimeout;
        // Content is secret here, and the libraries' own log lines and spans are off: the provider has its own.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.AddPolicy(new CallSpanPolicy(), HttpPipelinePosition.BeforeTransport);
        options.AddPolicy(new UserAgentPolicy(userAgent), HttpPipelinePosition.PerCall);
        return options;
    }

    /// <summary>A pipeline for an endpoint that has no client library of its own.</summary>
    /// <param name="rules">What is worth another try there.</param>
    public HttpPipeline Pipeline(RetryRules rules) => HttpPipelineBuilder.Build(Apply(new PlainOptions(), rules));

    private sealed class PlainOptions : ClientOptions;
}
