using System.Diagnostics.CodeAnalysis;

namespace CareExchange.Fhir.Outcomes;

/// <summary>A value, or the issues that stand in its place. Warnings may accompany a value.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
[SuppressMessage("Performance", "CA1815", Justification = "Outcomes are taken apart, never compared.")]
public readonly struct Outcome<T>
{
    private readonly IReadOnlyList<Issue>? _issues;

    /// <summary>A value with the issues found on the way.</summary>
    public Outcome(T? value, IReadOnlyList<Issue> issues)
    {
        Value = value;
        _issues = issues;
    }

    /// <summary>The value; default where it could not be made.</summary>
    public T? Value { get; }

    /// <summary>What was found, worst not necessarily first; empty where nothing was.</summary>
    public IReadOnlyList<Issue> Issues => _issues ?? [];

    /// <summary>True where there is a value and no issue is an error.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Value is not null && (_issues is not { Count: > 0 } issues || !issues.Any(static issue => issue.IsError));

    public static implicit operator Outcome<T>(T value) => new(value, []);

    public static implicit operator Outcome<T>(Issue issue) => new(default, [issue]);
}

/// <summary>Makes outcomes where the type cannot be inferred from a conversion.</summary>
public static class Outcome
{
    /// <summary>No value, for these reasons.</summary>
    public static Outcome<T> Failure<T>(IReadOnlyList<Issue> issues) => new(default, issues);

    /// <summary>A value together with what was noticed on the way.</summary>
    public static Outcome<T> Success<T>(T value, IReadOnlyList<Issue>? issues = null) => new(value, issues ?? []);
}
