Gem::Specification.new do |gem|
  gem.name = "greeting"
  gem.version = "1.0.0"
  gem.summary = "Greets by name"
  gem.authors = ["The sample"]
  gem.files = ["lib/greeting.rb"]
end
