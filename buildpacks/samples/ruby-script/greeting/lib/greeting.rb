module Greeting
  def self.for(name)
    "Hello, #{name} from a gem"
  end
end
