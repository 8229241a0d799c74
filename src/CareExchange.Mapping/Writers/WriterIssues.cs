using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Writers;

/// <summary>What could not be written, each with its place in the message and in the tree it was made from. One for each message.</summary>
internal sealed class WriterIssues
{
    /// <summary>A file whose every row is wrong is told by its first ones.</summary>
    private const int Limit = 100;

    private readonly List<(Issue Issue, string TreePath)> _all = [];

    public IReadOnlyList<(Issue Issue, string TreePath)> All => _all;

    public bool HasErrors { get; private set; }

    /// <summary>Adds an issue.</summary>
    /// <param name="issue">Its <see cref="Issue.Expression"/> is the place in the message: <c>PID-5.1</c>, a cell, an XPath.</param>
    /// <param name="at">The part of the tree that it is about.</param>
    public void Add(Issue issue, Element at)
    {
        HasErrors |= issue.IsError;
        if (_all.Count < Limit) _all.Add((issue, at.Path));
    }

    /// <summary>A character that the message's character set does not have: it is told, never replaced.</summary>
    public void AddCharacter(string rule, string charset, string character, string place, Element at) => Add(
        Issue.Error("value", rule, "A text has a character that the character set of the message cannot hold.", "메시지의 문자 집합으로 쓸 수 없는 글자가 있습니다.") with
        {
            Expression = place, Expected = charset, Found = character,
        },
        at);

    /// <summary>A value that does not fit its place.</summary>
    public void AddValue(string rule, string place, string expected, Element at) => Add(
        Issue.Error("value", rule, "A value does not fit its place in the message.", "값이 메시지의 해당 항목에 맞지 않습니다.") with
        {
            Expression = place, Expected = expected, Found = at.Text is { } text ? TextMask.Of(text) : at.TypeName,
        },
        at);
}
