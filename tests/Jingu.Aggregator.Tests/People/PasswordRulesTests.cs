using Jingu.Aggregator.People;
using Xunit;

namespace Jingu.Aggregator.Tests.People;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("correct horse battery", true)]
    [InlineData("全市公共机构节能降碳从我做起", true)]
    [InlineData("elevenchars", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("wang is my name", false)]
    [InlineData("", false)]
    public void Length_counts_and_no_mixture_is_prescribed(string password, bool isTaken) =>
        Assert.Equal(isTaken, PasswordRules.Complaint("wang", password) is null);

    [Fact]
    public void Longer_than_anybody_types_is_refused() =>
        Assert.NotNull(PasswordRules.Complaint("wang", string.Concat(Enumerable.Repeat("abcdefgh", 17))));
}
