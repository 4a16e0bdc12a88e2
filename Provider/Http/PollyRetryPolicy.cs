using System.Runtime.ExceptionServices;
using Azure.Core;
using Azure.Core.Pipeline;
using Polly;
using Polly.Retry;

namespace Provider.Http;

/// <summary>The one retry policy of every call out of the process: Azure.Core's slot for one, with Polly behind it.</summary>
/// <remarks>
/// It does not count tries. Every call runs under a mount's deadline, and a wait that the deadline cuts short ends with the last
/// answer, so that the user reads what was wrong rather than that time ran out. A wait that an answer asks for and that the
/// deadline would cut short is not begun: nothing could come of it.
/// </remarks>
internal sealed partial class PollyRetryPolicy : HttpPipelinePolicy
{
    private readonly ResiliencePipeline<CallOutcome> retries;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    /// <summary>A policy for one endpoint.</summary>
    /// <param name="rules">What is worth another try there.</param>
    /// <param name="time">Measures the tries and waits between them.</param>
    /// <param name="logger">Takes a line for each further try.</param>
    public PollyRetryPolicy(RetryRules rules, TimeProvider time, ILogger logger)
    {
        this.time = time;
        this.logger = logger;
        retries = new ResiliencePipelineBuilder<CallOutcome> { TimeProvider = time }.AddRetry(Options(rules)).Build();
    }

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var started = time.GetTimestamp();
        CallOutcome? told = null;
        try
        {
            await retries.ExecuteAsync(
                async _ =>
                {
                    var outcome = await TryOnceAsync(message, pipeline, started);
                    told = MoreTelling(told, outcome, message.CancellationToken);
                    return outcome;
                },
                message.CancellationToken);
        }
        catch (OperationCanceledException) when (told is not null)
        {
            // The wait for the next try was cut short: the last try's outcome is what came of the call.
        }

        if (told?.Error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        message.Response = told!.Answer!;
    }

    // A try that the deadline cut short says only that time ran out; the one before it says what was wrong.
    private static CallOutcome MoreTelling(CallOutcome? earlier, CallOutcome latest, CancellationToken callEnded)
    {
        if (earlier is not null && latest.Error is OperationCanceledException && callEnded.IsCancellationRequested)
        {
            return earlier;
        }

        earlier?.Answer?.Dispose();
        return latest;
    }

    private async ValueTask<CallOutcome> TryOnceAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline, long callStarted)
    {
        var started = time.GetTimestamp();
        try
        {
            await ProcessNextAsync(message, pipeline);
            var outlasts = RetryAfter.Read(message.Response, time) is { } wait
                && time.GetUtcNow() + wait >= (CallDeadline.Of(message) ?? DateTimeOffset.MaxValue);
            return new CallOutcome(message.Response, null, time.GetElapsedTime(started), time.GetElapsedTime(callStarted), outlasts);
        }
#pragma warning disable CA1031 // Whatever it is, it is thrown again once nothing is worth another try.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new CallOutcome(null, error, time.GetElapsedTime(started), time.GetElapsedTime(callStarted));
        }
    }

    private RetryStrategyOptions<CallOutcome> Options(RetryRules rules) => new()
    {
        ShouldHandle = args => ValueTask.FromResult(
            !args.Context.CancellationToken.IsCancellationRequested
            && args.Outcome.Result is { OutlastsMount: false } outcome
            && rules.IsWorthAnotherTry(outcome)),
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = rules.FirstDelay,
        MaxDelay = rules.LongestDelay,
        DelayGenerator = args => ValueTask.FromResult(
            args.Outcome.Result?.Answer is { } answer ? RetryAfter.Read(answer, time) : null),
        OnRetry = args =>
        {
            var outcome = args.Outcome.Result!;
            LogRetry(rules.Endpoint, outcome.Answer?.Status ?? 0, outcome.Error?.GetType().Name, args.AttemptNumber + 2, args.RetryDelay);
            return ValueTask.CompletedTask;
        },
    };

    [LoggerMessage(501, LogLevel.Debug, "call failed, trying again")]
    private partial void LogRetry(string endpoint, int status, string? error, int attempt, TimeSpan delay);
}
