using CareExchange.Exchange.Requests;
using Xunit;

namespace CareExchange.Exchange.Tests.Requests;

public sealed class LegalBasisTests
{
    [Theory]
    [InlineData("consent", null, true)]
    [InlineData("statute", "돌봄통합지원법 제11조", true)]
    [InlineData("statute", null, false)]
    [InlineData("statute", " ", false)]
    [InlineData("whatever", null, false)]
    public void A_statute_needs_its_article(string code, string? article, bool known) => Assert.Equal(known, LegalBasis.Parse(code, article) is not null);

    [Fact]
    public void Its_uri_names_the_article()
    {
        var basis = LegalBasis.Parse("statute", "제11조")!;

        Assert.Equal("urn:careexchange:legal-basis:statute:%EC%A0%9C11%EC%A1%B0", basis.Uri);
        Assert.Equal(basis, LegalBasis.Parse(basis.Code, basis.Article));
    }
}
