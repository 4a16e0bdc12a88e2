using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Model;

namespace Provider.Http;

/// <summary>The settings of every client of Azure's libraries: transport, retries, user agent.</summary>
internal sealed class CallSettings(HttpPipelineTransport transport, string userAgent, TimeProvider time, ILogger logger)
{
    public T Apply<T>(T options, RemoteEndpoint? endpoint, params IEnumerable<HttpPipelinePolicy> perAttempt)
        where T : ClientOptions
    {
        options.Transport = transport;
        options.RetryPolicy = new PollyRetryPolicy(endpoint, time, logger);
        // Content is secret, and the libraries' own logging and tracing is off: the provider has its own.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        foreach (var policy in perAttempt)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        options.AddPolicy(new AttemptPolicy(), HttpPipelinePosition.PerRetry);
        options.AddPolicy(new RequestHeadersPolicy(userAgent), HttpPipelinePosition.BeforeTransport);
        return options;
    }

    /// <summary>A pipeline that is built when it is first used: a node needs few of them.</summary>
    public Lazy<HttpPipeline> PipelineWith(params IEnumerable<HttpPipelinePolicy> perAttempt) =>
        new(() => HttpPipelineBuilder.Build(Apply(new PlainOptions(), null, perAttempt)));

    public CallPipeline Pipeline() => new(PipelineWith());

    private sealed class PlainOptions : ClientOptions;
}

/// <summary>Sends requests to endpoints that have no client library.</summary>
internal sealed class CallPipeline(Lazy<HttpPipeline> pipeline)
{
    /// <summary>Retries until the endpoint reads a success or a final failure, or no time is left.</summary>
    /// <exception cref="MountException">The call failed, with the endpoint's code.</exception>
    public async Task<Outcome.Success> SendAsync(
        RemoteEndpoint endpoint, Action<Request> prepare, CancellationToken cancellationToken)
    {
        using var message = pipeline.Value.CreateMessage();
        endpoint.Attach(message);
        prepare(message.Request);
        await pipeline.Value.SendAsync(message, cancellationToken);
        return (Outcome.Success)Call.Of(message).Outcome!;
    }
}

/// <summary>Adds the provider's name and the operator's text to every request.</summary>
internal sealed class RequestHeadersPolicy(string userAgent) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        message.Request.Headers.SetValue("User-Agent", userAgent);
        // Azure's pipeline sends these even with its own tracing off; remote endpoints must not get the trace ids.
        message.Request.Headers.Remove("traceparent");
        message.Request.Headers.Remove("tracestate");
    }
}
