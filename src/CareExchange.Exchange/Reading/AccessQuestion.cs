namespace CareExchange.Exchange.Reading;

/// <summary>A person's question about a look at their data: a Task for the privacy officer.</summary>
/// <param name="Id">Id of the Task.</param>
/// <param name="Person">Patient id of the person.</param>
/// <param name="EventId">Id of the AuditEvent it is about.</param>
/// <param name="Look">That look in the words of the page, Korean.</param>
/// <param name="LookEnglish">The same in English.</param>
/// <param name="Text">What was asked.</param>
/// <param name="Asked">When.</param>
/// <param name="Due">By when it has to be answered.</param>
/// <param name="Answer">The answer; null while there is none.</param>
/// <param name="Answered">When it was answered.</param>
public sealed record AccessQuestion(
    string Id, string Person, string EventId, string Look, string LookEnglish, string Text, DateTimeOffset Asked, DateTimeOffset Due, string? Answer, DateTimeOffset? Answered);
