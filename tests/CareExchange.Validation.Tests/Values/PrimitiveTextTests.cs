using CareExchange.Validation.Values;

namespace CareExchange.Validation.Tests.Values;

public sealed class PrimitiveTextTests
{
    [Theory]
    [InlineData("boolean", "true", true)]
    [InlineData("boolean", "1", false)]
    [InlineData("integer", "-5", true)]
    [InlineData("integer", "5.0", false)]
    [InlineData("positiveInt", "0", false)]
    [InlineData("decimal", "1.50", true)]
    [InlineData("decimal", "one", false)]
    [InlineData("date", "2026-02", true)]
    [InlineData("date", "2026-02-30", false)]
    [InlineData("instant", "2026-02-03", false)]
    [InlineData("code", " x", false)]
    [InlineData("uri", "urn:a b", false)]
    [InlineData("Coding", "anything", true)]
    public void Text_is_judged_as_R4_writes_the_type(string type, string text, bool isRight) => Assert.Equal(isRight, PrimitiveText.Matches(type, text));
}
