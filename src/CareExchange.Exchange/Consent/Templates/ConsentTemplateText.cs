using System.Globalization;
using System.Text;

namespace CareExchange.Exchange.Consent.Templates;

/// <summary>The text that is shown before somebody agrees to one choice, Korean first. Pure: the same choice gives the same text, so its hash proves it.</summary>
internal static class ConsentTemplateText
{
    /// <summary>The text.</summary>
    public static string Of(ConsentTemplate template, ConsentChoice choice, IReadOnlyList<TemplateText> recipients, IReadOnlyList<ConsentChoice> exceptions, DateOnly from, DateOnly until)
    {
        var text = new StringBuilder();
        foreach (var isKorean in (bool[])[true, false])
        {
            string Say(TemplateText said) => isKorean ? said.Korean : said.English;
            void Line(string korean, string english, string said) => text.Append(isKorean ? korean : english).Append(": ").Append(said).Append('\n');
            text.Append(Say(template.Title)).Append(" (").Append(template.Id).Append(' ').Append(template.Version).Append(")\n").Append(Say(template.Lead)).Append('\n');
            text.Append("■ ").Append(Say(choice.Title)).Append('\n').Append(Say(choice.Text)).Append('\n');
            Line(choice.Effect == ChoiceEffect.Refuse ? "보여 주지 않을 곳" : "제공받는 자", choice.Effect == ChoiceEffect.Refuse ? "Kept from" : "Recipient", string.Join(", ", recipients.Select(Say)));
            if (choice.Statements is { } told)
            {
                Line("제공받는 자의 이용 목적", "Recipient's purpose", Say(told.Purpose));
                Line("제공하는 항목", "Items", Say(told.Items));
                Line("보유·이용 기간", "Retention and use", Say(told.Retention));
                Line("거부할 권리와 불이익", "Right to refuse", Say(told.Refusal));
            }

            foreach (var exception in exceptions) Line("빼는 것", "Kept back", $"{Say(exception.Title)} — {Say(exception.Text)}");
            Line("기간", "Period", $"{from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} ~ {until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
            if (isKorean) text.Append('\n');
        }

        return text.ToString();
    }
}
