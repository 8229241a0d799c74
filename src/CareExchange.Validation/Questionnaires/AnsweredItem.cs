using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Questionnaires;

/// <summary>An item of a response with the item it answers, and those around.</summary>
/// <param name="Question">The questionnaire's item.</param>
/// <param name="Element">The response's item.</param>
/// <param name="Outer">The answered item around; null at the top.</param>
internal sealed record AnsweredItem(QuestionnaireItem Question, Element Element, AnsweredItem? Outer);
