package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.Recipe;

/** Projects and solutions of .NET. */
class DotnetTest {
  private static final String WEB = "<Project Sdk=\"Microsoft.NET.Sdk.Web\">";

  private static String project(String head, String inside) {
    return head + "<PropertyGroup>" + inside + "</PropertyGroup></Project>";
  }

  private static MemoryTree web(String inside) {
    return MemoryTree.with("Shop.csproj", project(WEB, inside));
  }

  private static Recipe recipe(MemoryTree tree) {
    return (Recipe) tree.plan().build();
  }

  @Test
  void aWebProjectIsToldItsPortAndRunsInTheSmallImage() {
    MemoryTree tree = web("<TargetFramework>net9.0</TargetFramework>");
    assertThat(tree.web().command())
        .isEqualTo("env ASPNETCORE_URLS=http://0.0.0.0:$PORT dotnet out/Shop.dll");
    assertThat(recipe(tree).buildImage()).isEqualTo("mcr.microsoft.com/dotnet/sdk:9.0");
    assertThat(recipe(tree).runtimeImage()).isEqualTo("mcr.microsoft.com/dotnet/aspnet:9.0");
  }

  @Test
  void aProgramWithoutAWebRunsInTheSmallestImage() {
    String head = "<Project Sdk=\"Microsoft.NET.Sdk\">";
    MemoryTree tree = MemoryTree.with("Job.fsproj", project(head, "<OutputType>Exe</OutputType>"));
    assertThat(tree.web().command()).isEqualTo("dotnet out/Job.dll");
    assertThat(recipe(tree).runtimeImage()).startsWith("mcr.microsoft.com/dotnet/runtime:");
  }

  @Test
  void theProgramOfASolutionIsFound() {
    MemoryTree tree =
        MemoryTree.with("Shop.sln", "Microsoft Visual Studio Solution File\n")
            .and("src/Core/Core.csproj", project("<Project Sdk=\"Microsoft.NET.Sdk\">", ""))
            .and("src/Api/Api.csproj", project(WEB, "<AssemblyName>Shop.Api</AssemblyName>"));
    assertThat(tree.web().command()).endsWith("dotnet out/Shop.Api.dll");
    assertThat(recipe(tree).steps().getFirst().needs())
        .containsExactlyInAnyOrder("src/Core/Core.csproj", "src/Api/Api.csproj");
    tree.and("src/Admin/Admin.csproj", project(WEB, ""));
    assertThat(tree.broken().problem()).contains("several programs").contains("src/Admin");
  }

  @Test
  void globalJsonNamesTheSdkWhereTheProjectDoesNot() {
    MemoryTree tree = web("").and("global.json", "{\"sdk\": {\"version\": \"8.0.400\"}}");
    assertThat(tree.plan().versions().getFirst().version()).isEqualTo("8.0");
    tree.and("global.json", "{\"sdk\": ");
    assertThat(tree.broken().file()).isEqualTo("global.json");
  }

  @ParameterizedTest
  @CsvSource({"net48", "net99.0", "netstandard2.0"})
  void aFrameworkThatIsNotOfferedIsRefused(String framework) {
    MemoryTree tree = web("<TargetFramework>" + framework + "</TargetFramework>");
    assertThat(tree.broken().problem()).contains("asks for .NET").contains("not offered");
  }

  @Test
  void aLibraryAloneIsNothingToStart() {
    MemoryTree tree =
        MemoryTree.with("Lib.csproj", project("<Project Sdk=\"Microsoft.NET.Sdk\">", ""));
    assertThat(tree.broken().remedy()).contains("OutputType");
  }
}
