using System.Runtime.ExceptionServices;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Polly;
using Polly.Retry;
using Provider.Model;

namespace Provider.Http;

/// <summary>The retry policy of every outgoing call: Polly in Azure.Core's place for such a policy.</summary>
// It counts no attempts. Every call runs under a mount's deadline, and a call that the deadline ends fails with what
// its latest complete attempt meant, so that the user reads what was wrong rather than that time ran out. A wait that
// the deadline would end is not begun.
internal sealed partial class PollyRetryPolicy : AsyncPolicy
{
    private static readonly TimeSpan ReportedAfter = TimeSpan.FromSeconds(10);

    private readonly RemoteEndpoint? fallback;
    private readonly Lazy<ResiliencePipeline<Ended>> retries;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    /// <summary>A policy; requests that carry no endpoint go to <paramref name="fallback"/>.</summary>
    public PollyRetryPolicy(RemoteEndpoint? fallback, TimeProvider time, ILogger logger)
    {
        (this.fallback, this.time, this.logger) = (fallback, time, logger);
        retries = new(() => new ResiliencePipelineBuilder<Ended> { TimeProvider = time }.AddRetry(Options()).Build());
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var endpoint = RemoteEndpoint.Of(message) ?? fallback
            ?? throw new InvalidOperationException("The request carries no endpoint.");
        var call = new Call(message, endpoint, time, Random.Shared.NextDouble);
        Ended? latest = null;
        try
        {
            await retries.Value.ExecuteAsync(
                async _ =>
                    latest = Latest(latest, await AttemptAsync(message, pipeline, call), message.CancellationToken),
                message.CancellationToken);
        }
        catch (OperationCanceledException) when (latest is not null)
        {
            // The deadline ended a wait: the latest attempt is the call's outcome.
        }

        catch (MountException refused) when (latest?.Outcome.Code == refused.Code)
        {
            // No further request was sent, because of the latest response.
        }

        Finish(message, latest!);
    }

    private static void Finish(HttpMessage message, Ended latest)
    {
        if (latest.Outcome is not Outcome.Success && !latest.Call.Endpoint.PassesFailures)
        {
            throw latest.Outcome.ToException(latest.Error);
        }

        if (latest.Error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        message.Response = latest.Response!;
    }

    // An attempt that the deadline ended is only a timeout; the one before it is more specific.
    private static Ended Latest(Ended? earlier, Ended now, CancellationToken callEnds)
    {
        if (earlier is not null && now.Error is OperationCanceledException && callEnds.IsCancellationRequested)
        {
            return earlier;
        }

        earlier?.Response?.Dispose();
        return now;
    }

    private static async ValueTask<Ended> AttemptAsync(
        HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline, Call call)
    {
        call.CountAttempt();
        try
        {
            await ProcessNextAsync(message, pipeline);
            return End(message, call, call.Outcome!, null);
        }
        catch (AttemptEndedException)
        {
            return End(message, call, call.Outcome!, null);
        }
        catch (MountException)
        {
            // Refused without a request, for a known reason.
            throw;
        }
        catch (Exception error) when (ReferenceEquals(error, call.Error) || error is OperationCanceledException)
        {
            // An attempt that ends before it is sent, such as in a queue, has not been read yet.
            return End(
                message, call, ReferenceEquals(error, call.Error) ? call.Outcome! : call.End(null, error), error);
        }
    }

    private static Ended End(HttpMessage message, Call call, Outcome outcome, Exception? error)
    {
        var outlasts = outcome is Outcome.Retry retry && retry.Delay >= (CallDeadline.Remaining ?? TimeSpan.MaxValue);
        return new Ended(call, outcome, error is null ? message.Response : null, error, outlasts);
    }

    private RetryStrategyOptions<Ended> Options() => new()
    {
        ShouldHandle = args => ValueTask.FromResult(
            !args.Context.CancellationToken.IsCancellationRequested
            && args.Outcome.Result is { Outcome: Outcome.Retry, OutlastsMount: false }),
        MaxRetryAttempts = int.MaxValue,
        DelayGenerator = args => ValueTask.FromResult((args.Outcome.Result?.Outcome as Outcome.Retry)?.Delay),
        OnRetry = args =>
        {
            Log(args.Outcome.Result!, args.AttemptNumber + 2);
            return ValueTask.CompletedTask;
        },
    };

    private void Log(Ended latest, int attempt)
    {
        var retry = (Outcome.Retry)latest.Outcome;
        LogRetry(latest.Call.Endpoint.Name, retry.Kind, latest.Response?.Status ?? 0, attempt, retry.Delay);
        if (latest.Call.Endpoint.ReportsWaiting && !latest.Call.IsReported
            && latest.Call.Elapsed + retry.Delay >= ReportedAfter)
        {
            latest.Call.IsReported = true;
            LogWaiting(latest.Call.Endpoint.Name, retry.Kind, retry.Text);
        }
    }

    [LoggerMessage(501, LogLevel.Debug, "call failed, retrying")]
    private partial void LogRetry(string endpoint, ErrorCode code, int status, int attempt, TimeSpan delay);

    [LoggerMessage(502, LogLevel.Information, "still waiting")]
    private partial void LogWaiting(string endpoint, ErrorCode code, string reason);

    private sealed record Ended(Call Call, Outcome Outcome, Response? Response, Exception? Error, bool OutlastsMount);
}

/// <summary>Ends an attempt whose response has been read, before a client library sees it.</summary>
internal sealed class AttemptEndedException() : Exception("The response has been read.");
