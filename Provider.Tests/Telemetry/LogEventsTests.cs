using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Provider.Telemetry;

namespace Provider.Tests.Telemetry;

/// <summary>Every log event of the daemon, with text that tries to leave its quotes in each of its fields.</summary>
public sealed partial class LogEventsTests
{
    private const string Hostile = "a\" b=c\n\u202e";
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic
        | BindingFlags.Public | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Events => [.. Methods().Select(Name)];

    [Theory]
    [MemberData(nameof(Events))]
    public void No_text_is_outside_quotes(string name)
    {
        var method = Methods().Single(one => Name(one) == name);
        using var output = new StringWriter();
        using var provider = new LineLoggerProvider(output, LogFormat.Text, new FakeTimeProvider());

        Write(method, provider.CreateLogger("Provider.Tests"));

        Assert.Matches(Line(), output.ToString());
        var message = method.GetCustomAttribute<LoggerMessageAttribute>()!.Message;
        Assert.DoesNotContain("{", message, StringComparison.Ordinal);
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static IEnumerable<MethodInfo> Methods() => typeof(LineLoggerProvider).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(Any))
        .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null);

    private static void Write(MethodInfo method, ILogger logger)
    {
        object? owner = null;
        if (!method.IsStatic)
        {
            // Only its logger is used.
            owner = RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);
            var field = method.DeclaringType!.GetFields(Any)
                .Single(one => typeof(ILogger).IsAssignableFrom(one.FieldType));
            field.SetValue(owner, Typed(field.FieldType, logger));
        }

        method.Invoke(
            owner, [.. method.GetParameters().Select(parameter => Argument(parameter.ParameterType, logger))]);
    }

    private static object Typed(Type type, ILogger logger) =>
        type == typeof(ILogger)
            ? logger
            : Activator.CreateInstance(typeof(TypedLogger<>).MakeGenericType(type.GetGenericArguments()), logger)!;

    private static object? Argument(Type type, ILogger logger) =>
        typeof(ILogger).IsAssignableFrom(type) ? Typed(type, logger)
        : type == typeof(string) ? Hostile
        : type.IsValueType ? Activator.CreateInstance(type)
        : type.GetConstructors(Any).Where(one => one.GetParameters() is not [var only] || only.ParameterType != type)
            .OrderBy(one => one.GetParameters().Length).FirstOrDefault() is { } constructor
            ? constructor.Invoke(
                [.. constructor.GetParameters().Select(parameter => Argument(parameter.ParameterType, logger))])
            : null;

    // A header, a message, and fields: quoted text, a number or a truth value.
    [GeneratedRegex(
        @"^[IWEF]\d{4} [\d:.]+ \d+ \w+\] ""(\\.|[ -!#-\[\]-~])*"""
        + @"( \w+=(""(\\.|[ -!#-\[\]-~])*""|-?[\d.E+-]+|True|False))*\n$")]
    private static partial Regex Line();

    private sealed class TypedLogger<T>(ILogger logger) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => logger.Log(logLevel, eventId, state, exception, formatter);
    }
}
