using System.Text;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1, 5.6.</summary>
internal static class Strings
{
    public static readonly Function[] Functions =
    [
        new("indexOf", 1, 1, static (in scope, input, call, output) =>
        {
            if (Two(scope, input, call, out var text, out var other)) output.Add(text.IndexOf(other, StringComparison.Ordinal));
        }),
        new("lastIndexOf", 1, 1, static (in scope, input, call, output) =>
        {
            if (Two(scope, input, call, out var text, out var other)) output.Add(text.LastIndexOf(other, StringComparison.Ordinal));
        }),
        new("startsWith", 1, 1, static (in scope, input, call, output) =>
        {
            if (Two(scope, input, call, out var text, out var other)) output.Add(text.StartsWith(other, StringComparison.Ordinal));
        }),
        new("endsWith", 1, 1, static (in scope, input, call, output) =>
        {
            if (Two(scope, input, call, out var text, out var other)) output.Add(text.EndsWith(other, StringComparison.Ordinal));
        }),
        new("contains", 1, 1, static (in scope, input, call, output) =>
        {
            if (Two(scope, input, call, out var text, out var other)) output.Add(text.Contains(other, StringComparison.Ordinal));
        }),
        new("upper", 0, 0, static (in scope, input, call, output) =>
        {
            if (call.SingleText(scope, input, out var text)) output.Add(text.ToUpperInvariant());
        }),
        new("lower", 0, 0, static (in scope, input, call, output) =>
        {
            if (call.SingleText(scope, input, out var text)) output.Add(text.ToLowerInvariant());
        }),
        new("trim", 0, 0, static (in scope, input, call, output) =>
        {
            if (call.SingleText(scope, input, out var text)) output.Add(text.Trim());
        }),
        new("length", 0, 0, static (in scope, input, call, output) =>
        {
            if (call.SingleText(scope, input, out var text)) output.Add(text.Length);
        }),
        new("toChars", 0, 0, static (in scope, input, call, output) =>
        {
            if (!call.SingleText(scope, input, out var text)) return;
            foreach (var rune in text.EnumerateRunes())
            {
                if (scope.Run.Spend(call.Offset)) output.Add(rune.ToString());
            }
        }),
        new("substring", 1, 2, Substring),
        new("replace", 2, 2, Replace),
        new("matches", 1, 1, static (in scope, input, call, output) => Matches(scope, input, call, false, output)),
        new("matchesFull", 1, 1, static (in scope, input, call, output) => Matches(scope, input, call, true, output)),
        new("replaceMatches", 2, 2, ReplaceMatches),
        new("split", 1, 1, Split),
        new("join", 0, 1, Join),
    ];

    private static bool Two(in Scope scope, Items input, Call call, out string text, out string other)
    {
        other = "";
        return call.SingleText(scope, input, out text) && call.Text(scope, 0, out other);
    }

    private static void Substring(in Scope scope, Items input, Call call, Items output)
    {
        if (!call.SingleText(scope, input, out var text) || !call.Integer(scope, 0, out var start)) return;
        if (start < 0 || start >= text.Length) return;
        var length = text.Length - start;
        // An empty length counts as not given (5.6.2).
        if (call.Count == 2 && call.Integer(scope, 1, out var wanted)) length = Math.Clamp(wanted, 0, length);
        output.Add(text.Substring(start, length));
    }

    private static void Replace(in Scope scope, Items input, Call call, Items output)
    {
        if (!Two(scope, input, call, out var text, out var pattern) || !call.Text(scope, 1, out var substitution)) return;
        var pieces = pattern.Length == 0 ? text.Length + 1L : text.Length / pattern.Length;
        if (!scope.Run.SpendText(call.Offset, text.Length + (pieces * substitution.Length))) return;
        if (pattern.Length > 0)
        {
            output.Add(text.Replace(pattern, substitution, StringComparison.Ordinal));
            return;
        }

        // An empty pattern stands between all characters and at both ends (5.6.8).
        var result = new StringBuilder(substitution);
        foreach (var c in text) result.Append(c).Append(substitution);
        output.Add(result.ToString());
    }

    private static void Matches(in Scope scope, Items input, Call call, bool isFull, Items output)
    {
        if (!Two(scope, input, call, out var text, out var pattern)) return;
        if (Patterns.IsMatch(scope.Run, call, isFull ? $"^(?:{pattern})$" : pattern, text) is { } answer) output.Add(answer);
    }

    private static void ReplaceMatches(in Scope scope, Items input, Call call, Items output)
    {
        if (!Two(scope, input, call, out var text, out var pattern) || !call.Text(scope, 1, out var substitution)) return;
        if (pattern.Length == 0) output.Add(text);
        else if (Patterns.Replace(scope.Run, call, pattern, text, substitution) is { } replaced) output.Add(replaced);
    }

    private static void Split(in Scope scope, Items input, Call call, Items output)
    {
        if (!Two(scope, input, call, out var text, out var separator)) return;
        foreach (var part in separator.Length == 0 ? [text] : text.Split(separator))
        {
            if (scope.Run.Spend(call.Offset)) output.Add(part);
        }
    }

    private static void Join(in Scope scope, Items input, Call call, Items output)
    {
        var separator = "";
        if (call.Count == 1) call.Text(scope, 0, out separator);
        if (input.Count == 0 || scope.Run.HasFailed) return;
        var result = new StringBuilder();
        var isFirst = true;
        foreach (ref readonly var item in input.Span)
        {
            if (item.Value is not { } value) continue;
            if (value is not string text)
            {
                scope.Run.FailType(call.Offset, "join()", "Strings", item.TypeName);
                return;
            }

            var added = text.Length + separator.Length;
            if (!scope.Run.SpendText(call.Offset, result.Length > Evaluation.MaximumText ? result.Length : added)) return;
            if (!isFirst) result.Append(separator);
            isFirst = false;
            result.Append(text);
        }

        output.Add(result.ToString());
    }
}
